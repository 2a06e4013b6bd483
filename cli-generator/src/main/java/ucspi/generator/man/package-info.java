/** Makes manual pages (man(7)) of the manuals in {@code doc} and of the declared options. */
package ucspi.generator.man;
