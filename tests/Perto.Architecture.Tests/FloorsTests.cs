namespace Perto.Architecture.Tests;

public sealed class FloorsTests
{
    [Fact]
    public void The_test_runner_runs() => Assert.EndsWith("Tests", GetType().Name);
}
