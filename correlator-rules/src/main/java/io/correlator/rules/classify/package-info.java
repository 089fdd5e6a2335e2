/**
 * What a line of text says, as fields: what kind of event it is, whom it is about, and where that
 * came from. {@link io.correlator.rules.classify.Classifier} has the classes that come with the
 * library, and reads more of them, written in YAML.
 */
@NullMarked
package io.correlator.rules.classify;

import org.jspecify.annotations.NullMarked;
