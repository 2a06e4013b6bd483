/** Writes at build time what the native programs cannot find out by reflection. */
package ucspi.generator;
