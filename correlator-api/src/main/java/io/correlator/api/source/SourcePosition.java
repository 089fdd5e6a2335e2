package io.correlator.api.source;

/**
 * Where a source stands in its input: which records it has given to the engine. Immutable, because
 * it is asked for its text later and in another thread, if state is saved at all.
 */
@FunctionalInterface
public interface SourcePosition {
  /**
   * The position in the source's own words, to be {@linkplain SourceContext#resumeFrom() given
   * back} to a source of the same name, perhaps of a later version: it begins with the version of
   * its notation.
   */
  String text();
}
