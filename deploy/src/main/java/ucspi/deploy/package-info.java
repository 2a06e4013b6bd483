/** Puts revisions of a Git repository in place under a service that goes on serving. */
package ucspi.deploy;
