package ucspi.kernel;

/**
 * Whom a child becomes before it runs its program.
 *
 * @param uid the real, effective and saved user id, above 0
 * @param gid the real, effective and saved group id
 * @param groups the supplementary groups, all of them
 */
public record Identity(int uid, int gid, int[] groups) {}
