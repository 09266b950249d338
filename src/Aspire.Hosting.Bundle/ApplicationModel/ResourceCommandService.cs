using Aspire.Hosting.Dcp;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The commands that every process understands.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts an instance that does not run.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops an instance; it stays stopped until somebody starts it.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops an instance and starts it anew.</summary>
    public static readonly string RestartCommand = "restart";
}

/// <summary>How a command ended.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it did what was asked.</summary>
    public required bool Success { get; init; }

    /// <summary>Why not, in one sentence.</summary>
    public string? Message { get; init; }
}

/// <summary>Starts, stops and restarts resources.</summary>
public class ResourceCommandService
{
    private readonly Orchestrator orchestrator;

    internal ResourceCommandService(Orchestrator orchestrator) => this.orchestrator = orchestrator;

    /// <summary>Runs a command on one instance, or on all instances of the resource with that name.</summary>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var instances = orchestrator.Find(resourceId);
        if (instances.Count == 0) return Failed($"No process is named '{resourceId}'.");
        try
        {
            await Task.WhenAll(instances.Select(i => ExecuteAsync(i, commandName, cancellationToken)));
            return new ExecuteCommandResult { Success = true };
        }
        catch (DistributedApplicationException e)
        {
            return Failed(e.Message);
        }
    }

    /// <summary>Runs a command on all instances of a resource.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resource.Name, commandName, cancellationToken);

    private static Task ExecuteAsync(Instance instance, string command, CancellationToken ct) => command switch
    {
        "start" => instance.StartAsync(ct),
        "stop" => instance.StopAsync(ct),
        "restart" => instance.RestartAsync(ct),
        _ => throw new DistributedApplicationException($"'{command}' is not a command of a process."),
    };

    private static ExecuteCommandResult Failed(string message) => new() { Success = false, Message = message };
}
