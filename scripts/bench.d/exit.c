/* A connection's child that does nothing: what is left to measure is the listener. */
int main(void) {
  return 0;
}
