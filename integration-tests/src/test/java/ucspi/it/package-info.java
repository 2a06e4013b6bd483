/**
 * The programs as their users run them: real processes, real sockets, in the flavour whose directory the property
 * {@code ucspi.bin} names.
 */
package ucspi.it;
