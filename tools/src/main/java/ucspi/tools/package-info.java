/** The companions of the listeners: clients, filters and what mail servers run in front of themselves. */
package ucspi.tools;
