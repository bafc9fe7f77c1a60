// Loaded before the program: a fault in the middle of it, without a line of it changed.
process.on('SIGUSR2', () => {
	Promise.reject(new Error('a fault put in by a test'));
});
