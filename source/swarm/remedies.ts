import type {Problem} from './problems.ts';

/** What gets a swarm out of it, in a sentence with the `docker` commands; NAME stands for what the finding is about. */
const remedies: Readonly<Record<string, string>> = {
	PAUSED: 'Return to the spec before (docker service rollback NAME), or update to an image that works.',
	STUCK:
		'See what its new tasks wait for (skep why NAME), or return to the spec before (docker service rollback NAME).',
	'ROLLED BACK': 'See why the update failed in the log of the failed tasks, then update to an image that works.',
	moving: 'It goes on by itself.',
	LOOP: 'See why it ends (docker service logs NAME), then roll back or update to an image that works.',
	'GAVE UP': 'See why it ended (docker service logs NAME); with the cause gone, docker service update --force NAME.',
	JOB: 'See why it fails (docker service logs NAME).',
	DOWN: 'See what it waits for, node by node (skep why NAME).',
	SHORT: 'See what it waits for, node by node (skep why NAME).',
	IMAGE: 'Push its image to a registry that every node reaches, then update the service to it.',
	DIGEST: 'Make all its tasks from one image: docker service update --force NAME.',
	SKEW: 'Restart uneven services one after the other (docker service update --force SERVICE).',
	TWIN: 'Give the new entry the labels of the old one, then remove that (docker node rm ID).',
	NODE: 'Bring its engine up; between it and the managers TCP 2377 and 7946, UDP 7946 and 4789 must be open. Remove one that is gone for good (docker node rm NAME).',
	VERSIONS: 'Upgrade engines one node at a time, each drained first.',
	MANAGERS: 'Promote a worker or demote a manager, for an odd number.',
	QUORUM: 'Bring a manager back, or demote one that is gone (docker node demote NAME).',
	CA: 'Make another root certificate (docker swarm ca --rotate).',
	POOL: 'Remove networks nobody uses, or give new ones a subnet of their own.',
	UNUSED: 'Remove what nobody counts on any more (docker secret rm, docker config rm).',
	NETWORK: 'Give it addresses that overlap no others, or make room in the pool.',
};

/** The way out of a problem, for where no key leads there; undefined where there is nothing to be said. */
export const remedyOf = ({verdict, name, subject}: Problem): string | undefined =>
	subject.kind === 'swarm' ? remedies[verdict] : remedies[verdict]?.replaceAll('NAME', name);
