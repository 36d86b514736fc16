@NullMarked
package io.mainstay.cli.decode;

import org.jspecify.annotations.NullMarked;
