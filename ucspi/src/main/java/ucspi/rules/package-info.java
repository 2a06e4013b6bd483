/** Access rules: who may connect, and with which variables. The text, the file that is made of it, the lookup. */
package ucspi.rules;
