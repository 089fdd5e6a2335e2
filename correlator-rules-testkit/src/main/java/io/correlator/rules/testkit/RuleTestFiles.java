package io.correlator.rules.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that stands for cases in files, so that builds which look for classes run them. The
 * class itself may be empty; its name should be one that the build takes for a test.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RuleTestFiles {
  /** Files with cases and folders of them, relative to the directory in which tests are run. */
  String[] value();
}
