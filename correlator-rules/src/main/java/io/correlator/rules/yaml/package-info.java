/**
 * YAML as rules need it: maps, lists and scalars as written, each with its place in the file, and
 * nothing that could make a small file large. Start at {@link io.correlator.rules.yaml.YamlReader}.
 */
@NullMarked
package io.correlator.rules.yaml;

import org.jspecify.annotations.NullMarked;
