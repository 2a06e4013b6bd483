/** Makes completions for shells of the declared options. */
package ucspi.generator.completion;
