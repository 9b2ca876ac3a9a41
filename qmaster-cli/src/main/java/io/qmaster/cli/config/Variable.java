package io.qmaster.cli.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The environment variable of an option. For an option without a value, any value of the variable switches it on. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface Variable {
    /** The name of the variable. */
    String value();
}
