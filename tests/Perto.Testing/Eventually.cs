namespace Perto.Testing;

/// <summary>Waits for what other threads, processes or servers bring about.</summary>
public static class Eventually
{
    /// <summary>Returns when a condition holds; asked every few milliseconds until the test ends.</summary>
    public static Task Async(Func<bool> condition) => Async(() => Task.FromResult(condition()));

    /// <inheritdoc cref="Async(Func{bool})"/>
    public static async Task Async(Func<Task<bool>> condition)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition())
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
