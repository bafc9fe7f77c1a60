import {userInfo} from 'node:os';

/**
The user's home: `HOME`, else what the system knows of the user. One that it doesn't know, as in a container under a
number of its own, has the root, where nothing can be kept and nothing is found; Node would end the program there.
*/
export const homeIn = (
	environment: Readonly<Record<string, string | undefined>>,
	known = () => userInfo().homedir,
): string => {
	try {
		return environment['HOME'] || known() || '/';
	} catch {
		return '/';
	}
};
