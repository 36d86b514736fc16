/**
 * Turns the schema of the TWS messages into Java records at build time.
 *
 * <p>The product never loads this package: it runs once in the build, before the protocol module is compiled.
 */
@NullMarked
package io.mainstay.protocol.generator;

import org.jspecify.annotations.NullMarked;
