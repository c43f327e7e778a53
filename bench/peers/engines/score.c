/* The limit of the machine: one loop in C, in double, and exactly with a filter and integers of 128 bits. */
#include <math.h>
#include <stdint.h>

#define COLUMNS                                                                                             \
  const int64_t *central, const int64_t *satisfaction, const int64_t *complaints, const int64_t *services,  \
  const int64_t *late, const int64_t *timed, const int64_t *refused, const int64_t *unfinished,             \
  const int64_t *demanded, const int64_t *on_portal, const int64_t *portalable, const int64_t *online,      \
  const int64_t *volume, const int64_t *moved, const int64_t *hours, const int64_t *facts
#define ABOVE_ZERO(x) ((x) > 0 ? (x) : 0)
#define LESS(x, y) ((x) < (y) ? (x) : (y))

typedef unsigned __int128 wide;

static int step(int64_t s) { return (s >= 480) + (s >= 460) + (s >= 440) + (s >= 420) + (s >= 400); }
static int8_t grade(int64_t x) { return (x >= 9000) + (x >= 7000) + (x >= 5000); }

void score_double(int64_t rows, COLUMNS, int64_t *scores, int8_t *grades) {
  for (int64_t j = 0; j < rows; j++) {
    int c = central[j] != 0;
    double most = c ? 10 : 20, within = c ? 26 : 30, top = c ? 8 : 10, base = services[j];
    double total = step(satisfaction[j]) * (c ? 3 : 4);
    total += ABOVE_ZERO(most - complaints[j] / base * 10000);
    total += ABOVE_ZERO(within - late[j] / (double)timed[j] * 10000) + ABOVE_ZERO(top - refused[j] / base * 10000)
           + ABOVE_ZERO(top - unfinished[j] / base * 10000) + ABOVE_ZERO(top - demanded[j] / base * 10000);
    double automation = on_portal[j] / (double)portalable[j] * 10 + online[j] / (double)volume[j] * 10
                      + LESS(5.0, (double)moved[j]) - LESS(5.0, hours[j] * 0.2);
    total += c ? automation : 0;
    total -= LESS(5.0, facts[j] * 0.2);
    int64_t rounded = (int64_t)floor(total * 100 + 0.5);
    scores[j] = rounded;
    grades[j] = grade(rounded);
  }
}

void score_exact(int64_t rows, COLUMNS, int64_t *scores, int8_t *grades) {
  for (int64_t j = 0; j < rows; j++) {
    int c = central[j] != 0;
    int64_t most = c ? 10 : 20, within = c ? 26 : 30, top = c ? 8 : 10, b1 = services[j], b2 = timed[j];
    int64_t fifths = step(satisfaction[j]) * (c ? 15 : 20) - LESS(25, facts[j]);
    fifths += c ? 5 * LESS(5, moved[j]) - LESS(25, hours[j]) : 0;
    int64_t n1 = ABOVE_ZERO(most * b1 - 10000 * complaints[j]) + ABOVE_ZERO(top * b1 - 10000 * refused[j])
               + ABOVE_ZERO(top * b1 - 10000 * unfinished[j]) + ABOVE_ZERO(top * b1 - 10000 * demanded[j]);
    int64_t n2 = ABOVE_ZERO(within * b2 - 10000 * late[j]);
    int64_t n3 = c ? 10 * on_portal[j] : 0, n4 = c ? 10 * online[j] : 0;
    double near = (fifths * 0.2 + n1 / (double)b1 + n2 / (double)b2 + n3 / (double)portalable[j]
                 + n4 / (double)volume[j]) * 100 + 0.5;
    double whole = floor(near + 0.5);
    int64_t rounded = (int64_t)floor(near);
    if (__builtin_expect(fabs(near - whole) < 1e-9, 0)) { /* modulo 2^128: the difference itself is small */
      wide over = (wide)(__int128)fifths, under = 5;
      over = over * b1 + n1 * under; under *= b1;
      over = over * b2 + n2 * under; under *= b2;
      over = over * portalable[j] + n3 * under; under *= portalable[j];
      over = over * volume[j] + n4 * under; under *= volume[j];
      __int128 difference = (__int128)(200 * over + under - 2 * (wide)(__int128)(int64_t)whole * under);
      rounded = (int64_t)whole - (difference < 0);
    }
    scores[j] = rounded;
    grades[j] = grade(rounded);
  }
}
