package io.bemade.odoo.starter.progress;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast a step is, over its last seconds.
 *
 * @param perSecond in the step's unit
 * @param left how long the rest takes at this pace; absent when the total is unknown or nothing moves
 */
public record Pace(double perSecond, Optional<Duration> left) {}
