/** Listening sockets: addresses, sockets that are made, and sockets that are passed to us. */
package ucspi.listen;
