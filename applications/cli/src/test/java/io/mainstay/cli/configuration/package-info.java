@NullMarked
package io.mainstay.cli.configuration;

import org.jspecify.annotations.NullMarked;
