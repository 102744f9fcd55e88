/** What methods with an l1 penalty share. */
package circuitscope.infer.arithmetic;
