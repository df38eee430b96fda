namespace Perto.Vectors;

/// <summary>Workspaces that wait for the next search, so that searches allocate nothing.</summary>
internal sealed class WorkspacePool(Func<GraphWorkspace> create) : IDisposable
{
    private readonly GraphWorkspace?[] _waiting = new GraphWorkspace?[64];

    public GraphWorkspace Take()
    {
        for (int i = 0; i < _waiting.Length; i++)
        {
            if (_waiting[i] is not null && Interlocked.Exchange(ref _waiting[i], null) is { } workspace)
                return workspace;
        }
        return create();
    }

    public void Return(GraphWorkspace workspace)
    {
        for (int i = 0; i < _waiting.Length; i++)
        {
            if (_waiting[i] is null && Interlocked.CompareExchange(ref _waiting[i], workspace, null) is null)
                return;
        }
        workspace.Dispose();
    }

    public void Dispose()
    {
        for (int i = 0; i < _waiting.Length; i++)
            Interlocked.Exchange(ref _waiting[i], null)?.Dispose();
    }
}
