/** The command tcpserver. */
package ucspi.tcpserver;
