/** The effective configuration: flags before the environment, the environment before the config file, then defaults. */
@NullMarked
package io.qmaster.cli.config;

import org.jspecify.annotations.NullMarked;
