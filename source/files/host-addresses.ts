import {readFileSync} from 'node:fs';
import {networkInterfaces} from 'node:os';

export type HostAddress = {readonly address: string; readonly name: string};

/** Interfaces that lead to containers on this machine, not to other machines. */
const isInner = (name: string) => /^(docker|br-|veth|virbr|cni|podman)/.test(name);

/** This machine's addresses that others may reach it by: that of the way out of here first, those of bridges for containers last. */
export const hostAddresses = (
	interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
	wayOut: string | undefined = defaultInterface(),
): readonly HostAddress[] => {
	const all = Object.entries(interfaces).flatMap(([name, some = []]) =>
		some
			.filter(({internal, family, address}) => !internal && (family === 'IPv4' || !address.startsWith('fe80')))
			.map(({address, family}) => ({address, name, family})),
	);
	const rank = ({name, family}: (typeof all)[number]) =>
		(isInner(name) ? 4 : name === wayOut ? 0 : 2) + (family === 'IPv4' ? 0 : 1);
	return all.toSorted((a, b) => rank(a) - rank(b)).map(({address, name}) => ({address, name}));
};

/** The interface of the default route, as Linux has it; undefined elsewhere. */
const defaultInterface = () => {
	try {
		const lines = readFileSync('/proc/net/route', 'utf8').split('\n').slice(1);
		const routes = lines.map(line => line.split('\t'));
		const [best] = routes
			.filter(([, destination]) => destination === '00000000')
			.toSorted((a, b) => Number(a[6]) - Number(b[6]));
		return best?.[0];
	} catch {
		return undefined;
	}
};
