/** The command cgi-adapter: an HTTP connection on descriptors 0 and 1, answered by a CGI program. */
package ucspi.cgi;
