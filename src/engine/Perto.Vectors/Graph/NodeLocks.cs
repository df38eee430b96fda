namespace Perto.Vectors;

/// <summary>Short locks for writers of lists, shared by nodes whose numbers agree in their lower bits. Readers take none.</summary>
internal sealed class NodeLocks
{
    private const int Count = 1 << 12;

    // One to a cache line, or two writers would slow each other down without meeting.
    private const int Apart = 16;

    private readonly int[] _taken = new int[Count * Apart];

    public void Enter(int node)
    {
        SpinWait wait = default;
        while (Interlocked.CompareExchange(ref _taken[Place(node)], 1, 0) != 0)
            wait.SpinOnce(sleep1Threshold: -1);
    }

    public void Exit(int node) => Volatile.Write(ref _taken[Place(node)], 0);

    private static int Place(int node) => (node & (Count - 1)) * Apart;
}
