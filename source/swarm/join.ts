/** Who holds one of these can add a machine to the swarm: read when asked for, kept nowhere. */
export type JoinTokens = {
	readonly worker: string;
	readonly manager: string;
};

/** What to run on the machine that is to join. */
export const joinCommand = (token: string, managerAddress: string) =>
	`docker swarm join --token ${token} ${managerAddress}`;

/** What nodes reach each other by; `dataPort` is the swarm's own. */
export const openPorts = (dataPort: number, hasEncryption: boolean): readonly (readonly [string, string])[] => [
	['2377/tcp', 'to the managers: everything that manages'],
	['7946/tcp, /udp', 'between all nodes: who is where on overlay networks'],
	[`${dataPort}/udp`, 'between all nodes: what goes over overlay networks'],
	...(hasEncryption ? [['protocol 50 (ESP)', 'between all nodes: encrypted overlay networks'] as const] : []),
];
