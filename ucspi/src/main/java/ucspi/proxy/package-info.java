/** The PROXY protocol: who sends its header, and what it says. */
package ucspi.proxy;
