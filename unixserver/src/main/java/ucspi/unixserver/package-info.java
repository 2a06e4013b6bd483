/** The command unixserver. */
package ucspi.unixserver;
