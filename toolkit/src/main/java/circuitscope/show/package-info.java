/**
 * Results made visible: charts in the style of the paper's figures, tables, and progress with the time left, in a notebook
 * of any Java kernel or in a terminal. Charts are drawn at twice their nominal size and need no display.
 */
package circuitscope.show;
