namespace Perto.Architecture.Tests;

public sealed class EnginePurityTests
{
    [Fact]
    public void The_engine_floor_only_computes() =>
        Rule.Holds(SourceProject.All.Where(project => project.Floor == "engine").SelectMany(project => EnginePurity.Violations(project.AssemblyPath)));

    [Theory]
    [InlineData(typeof(ReadsAFile), "System.IO.File.ReadAllBytes")]
    [InlineData(typeof(ReadsTheClock), "System.Diagnostics.Stopwatch.GetTimestamp")]
    [InlineData(typeof(TakesATimeProvider), "System.TimeProvider.GetUtcNow")]
    [InlineData(typeof(ReadsTheEnvironment), "System.Environment.GetEnvironmentVariable")]
    [InlineData(typeof(Waits), "System.Threading.Tasks.Task.Delay")]
    [InlineData(typeof(RollsDice), "System.Random.get_Shared")]
    [InlineData(typeof(WritesInALambda), "System.Console.WriteLine")]
    [InlineData(typeof(HidesInAGenericArgument), "Microsoft.Extensions.Logging.ILogger")]
    [InlineData(typeof(Remembers), "static variable _last")]
    public void What_does_more_than_compute_is_told_with_type_and_use(Type type, string use)
    {
        IEnumerable<string> violations = EnginePurity.Violations(type.Assembly.Location, only: type.FullName);

        Assert.Contains(violations, violation => violation.StartsWith(type.FullName!, StringComparison.Ordinal) && violation.Contains(use));
    }

    [Theory]
    [InlineData(typeof(Computes))]
    [InlineData(typeof(ISpeaksOfTasks))]
    [InlineData(typeof(Vectors.Storage.OpensItsFile))]
    public void What_only_computes_and_what_the_storage_part_does_is_let_through(Type type) =>
        Assert.Empty(EnginePurity.Violations(type.Assembly.Location, only: type.FullName));
}
