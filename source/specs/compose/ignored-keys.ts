const containerOnly = 'it is for plain containers';

/**
The keys of a service that `docker stack deploy` reads and never sends, whatever it says of them: it calls `build` and
others ignored, and says nothing of `depends_on` and `tmpfs` (docker/cli, cli/compose/types and cli/compose/convert).
*/
export const ignoredKeys: Readonly<Record<string, string>> = {
	build: 'it builds nothing; push the image, and name it in image',
	cgroup_parent: containerOnly,
	cgroupns_mode: containerOnly,
	container_name: 'tasks get names of their own',
	depends_on: 'services start in no order, and have to wait for each other themselves',
	devices: containerOnly,
	domainname: containerOnly,
	expose: 'services on one network reach each other on every port',
	external_links: 'services on one network find each other by name',
	ipc: containerOnly,
	links: 'services on one network find each other by name',
	mac_address: containerOnly,
	network_mode: 'put the service on a network instead',
	pid: containerOnly,
	privileged: 'cap_add gives single capabilities',
	security_opt: containerOnly,
	shm_size: 'mount a tmpfs at /dev/shm instead',
	tmpfs: 'mount a volume of type tmpfs instead',
	userns_mode: containerOnly,
};

/** Keys that `docker stack config` refuses, with no word on which it found (docker/cli, cli/compose/types). */
export const forbiddenKeys: Readonly<Record<string, string>> = {
	extends: 'docker stack deploy has no extends',
	volume_driver: 'name the driver of the volume at the top level, in volumes',
	volumes_from: 'share a volume by naming it at the top level, in volumes',
	cpu_quota: 'set deploy.resources.limits instead',
	cpu_shares: 'set deploy.resources.limits instead',
	cpuset: 'set deploy.resources.limits instead',
	mem_limit: 'set deploy.resources.limits.memory instead',
	memswap_limit: 'set deploy.resources.limits.memory instead',
};
