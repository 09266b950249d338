using System.Text.Json.Serialization;

namespace Aspire.Hosting.Dcp;

// The objects of DCP's API, with the fields that are used here. DCP speaks the Kubernetes dialect of REST.

/// <summary>Common to all objects.</summary>
internal abstract record DcpObject
{
    public const string Group = "usvc-dev.developer.microsoft.com/v1";

    public string ApiVersion { get; init; } = Group;

    public abstract string Kind { get; init; }

    public required ObjectMetadata Metadata { get; init; }
}

internal sealed record ObjectMetadata
{
    public required string Name { get; init; }

    /// <summary>Tells an object from an earlier one of the same name.</summary>
    public string? Uid { get; init; }

    public Dictionary<string, string>? Annotations { get; init; }

    public OwnerReference[]? OwnerReferences { get; init; }
}

internal sealed record OwnerReference(string Kind, string Name);

/// <summary>An address under which one or several processes are reached.</summary>
internal sealed record ServiceObject : DcpObject
{
    public override string Kind { get; init; } = "Service";

    public required ServiceSpec Spec { get; init; }

    public ServiceStatus? Status { get; init; }
}

internal sealed record ServiceSpec
{
    public int? Port { get; init; }

    public string Address { get; init; } = "localhost";

    public string Protocol { get; init; } = "TCP";

    /// <summary>Localhost (DCP listens and forwards) or Proxyless (the process itself listens).</summary>
    public required string AddressAllocationMode { get; init; }
}

internal sealed record ServiceStatus(string? State, string? EffectiveAddress, int? EffectivePort);

/// <summary>Where one process serves a service; made by DCP for every running process.</summary>
internal sealed record EndpointObject : DcpObject
{
    public override string Kind { get; init; } = "Endpoint";

    public required EndpointSpec Spec { get; init; }
}

internal sealed record EndpointSpec(string ServiceName, string Address, int Port);

/// <summary>A process.</summary>
internal sealed record ExecutableObject : DcpObject
{
    public override string Kind { get; init; } = "Executable";

    public required ExecutableSpec Spec { get; init; }

    public ExecutableStatus? Status { get; init; }
}

internal sealed record ExecutableSpec
{
    public required string ExecutablePath { get; init; }

    public required string WorkingDirectory { get; init; }

    public string[] Args { get; init; } = [];

    public NameValue[] Env { get; init; } = [];

    public string ExecutionType { get; init; } = "Process";

    public bool? Stop { get; init; }
}

internal sealed record NameValue(string Name, string Value);

internal sealed record ExecutableStatus
{
    public string? State { get; init; }

    public int? Pid { get; init; }

    public int? ExitCode { get; init; }

    public DateTime? StartupTimestamp { get; init; }

    public DateTime? FinishTimestamp { get; init; }

    public NameValue[]? EffectiveEnv { get; init; }

    public string[]? EffectiveArgs { get; init; }

    [JsonIgnore]
    public bool HasEnded => State is "Finished" or "Terminated" or "FailedToStart";
}

/// <summary>Which port a process serves; goes into its <c>service-producer</c> annotation as JSON.</summary>
internal sealed record ServiceProducer(string ServiceName, string Address, int? Port);

/// <summary>One line of a watch.</summary>
internal sealed record WatchEvent<T>(string Type, T Object)
{
    public bool IsDeleted => Type == "DELETED";
}
