/** The small programs around the listeners. */
package ucspi.tools;
