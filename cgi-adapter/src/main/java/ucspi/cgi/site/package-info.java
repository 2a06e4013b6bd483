/** Which file, program or redirection a path of a site stands for: everything about it that is not the connection. */
package ucspi.cgi.site;
