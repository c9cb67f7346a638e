using Benchmarks;

return BenchCommands.Create().Parse(args).Invoke();
