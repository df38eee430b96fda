namespace Perto.Platform.Victim;

/// <summary>Owns the data folder as a server would, says so and stays.</summary>
internal static class Owning
{
    public static async Task<int> RunAsync(DataFolder folder)
    {
        await folder.PublishServerAsync(new Uri("http://127.0.0.1:7378"), "0.1.0", TimeProvider.System);
        Console.WriteLine("owned");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
