/** Tests of what is read from the text of regular expressions, against the engine. */
@NullMarked
package io.correlator.rules.regex;

import org.jspecify.annotations.NullMarked;
