import {parseCpus, parseMemory} from '../specs/amounts.ts';
import {isValid, type Parsed} from '../swarm/parsed.ts';
import {parseReplicas} from '../swarm/replicas.ts';
import {wrongUsage} from './outcome.ts';

const orWrongUsage = (what: string, parsed: Parsed<number>): number =>
	isValid(parsed) ? parsed.value : wrongUsage(`${what}: ${parsed.problem}${parsed.problem.endsWith('?') ? '' : '.'}`);

/** Bytes. */
export const readMemory = (flag: string, text: string): number => orWrongUsage(flag, parseMemory(text.trim()));

/** Whole processors. */
export const readCpus = (flag: string, text: string): number => orWrongUsage(flag, parseCpus(text.trim())) / 1e9;

export const readCount = (what: string, text: string): number => orWrongUsage(what, parseReplicas(text));
