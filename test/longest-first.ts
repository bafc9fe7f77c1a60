import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** The files that take longest where little else goes on: one that began last would be waited for alone. */
const longest = [
	'swarm-lab/contract',
	'e2e/idle',
	'e2e/pulling',
	'e2e/edit',
	'e2e/spec-history',
	'e2e/secrets',
	'e2e/swarm-life',
	'e2e/problems',
	'e2e/stacks-plan',
	'e2e/create-service-flags',
	'e2e/managers',
	'e2e/guided',
	'swarm-lab/lab',
	'e2e/image-operations',
	'simulator/contract',
	'ui/dialog-safety',
	'store/sync-budget',
	'ui/hostile-text',
	'ui/terminal',
	'ui/swarm-operations',
	'ui/idle',
].map(name => new RegExp(`/test/${name}\\.test\\.tsx?$`));

const rankOf = ({moduleId}: TestSpecification) => {
	const rank = longest.findIndex(name => name.test(moduleId));
	return rank < 0 ? longest.length : rank;
};

/** Without what an earlier run measured, Vitest begins with the largest files, which aren't the longest. */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]) {
		return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other));
	}
}
