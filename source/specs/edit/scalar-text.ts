import {
	bytesText,
	cpusText,
	durationText,
	exactly,
	parseBytesText,
	parseCpusText,
	parseDurationText,
} from '../units.ts';
import type {Shape} from './shape.ts';

const writers: Readonly<Partial<Record<Shape['kind'], (value: number) => string | undefined>>> = {
	duration: value => exactly(value, durationText(value), parseDurationText),
	bytes: value => (value < 1024 ? undefined : exactly(value, bytesText(value), parseBytesText)),
	cpus: value => (value === 0 ? undefined : exactly(value, `${cpusText(value)} CPU`, parseCpusText)),
};

/** A number as people write it: `10s`, `64MiB`, `0.5 CPU`; undefined where the plain number says it best. */
export const readable = (shape: Shape, value: number): string | undefined => writers[shape.kind]?.(value);
