package ucspi.cgi;

/**
 * A program that is to be started for a request.
 *
 * @param head what is to become of the head that it prints
 * @param kept the request's body, if that has been kept; else null
 * @param rest for a program that another one led to, what is left of the body, which it does not get; else null
 */
record PlannedStart(CgiProgram program, Request request, AnswerHead head, Spool kept, RequestBody rest) {}
