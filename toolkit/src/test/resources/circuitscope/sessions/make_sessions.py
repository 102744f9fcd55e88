"""Makes one session in every format beside this script, and what must come of it (recording.csv, direction.csv), by naive loops.

Needs NumPy and h5py. NWB files have the layout of two sources: DANDI 000056 (two lights; chunked and compressed, as its archive keeps
them) and pynapple's tutorials (CompassDirection; contiguous).
"""
import os
import shutil

import h5py
import numpy as np

RATE, VIDEO, SECONDS = 20_000, 39.0625, 30
WAKE = [(1.0, 9.5), (12.25, 20.0)]
SLEEP = [(21.0, 29.0)]
UNITS = [(1, 2), (1, 3), (2, 2), (2, 4)]  # shank and cluster
REGIONS = {1: "ADn", 2: "PoS"}

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(5)


def path(*names):
    full = os.path.join(here, *names)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


for old in ("th1", "th1-times", "phy", "csv"):
    shutil.rmtree(os.path.join(here, old), ignore_errors=True)

spikes = {unit: np.sort(rng.integers(0, SECONDS * RATE, 40 + 25 * k)) for k, unit in enumerate(UNITS)}
noise = {(1, 0): np.sort(rng.integers(0, SECONDS * RATE, 9)), (2, 1): np.sort(rng.integers(0, SECONDS * RATE, 7))}
clock = np.arange(int(SECONDS * VIDEO) + 1) / VIDEO
angle = np.round((np.cumsum(rng.normal(0, 0.12, clock.size)) + 6) % (2 * np.pi), 6)
missing = np.zeros(clock.size, bool)
missing[[60, 61, 62, 63, 64, 200, 500]] = True
angle[missing] = np.nan

# --- what must come of it: steps of 1 ms, samples of 25 ms (the most whole steps in 25.6 ms)
with open(path("recording.csv"), "w") as out:
    print("stretch,unit,step", file=out)
    for number, unit in enumerate(UNITS):
        for sample in spikes[unit]:
            before = 0
            for stretch, (start, end) in enumerate(WAKE):
                steps = int((end - start) * 40) * 25
                micros = int(sample) * 50 - int(start * 1_000_000)
                if 0 <= micros < steps * 1000:
                    print(f"{stretch},{number},{before + micros // 1000}", file=out)
                before += steps
with open(path("direction.csv"), "w") as out:
    print("seconds,radians", file=out)
    for start, end in WAKE:
        for k in range(int((end - start) * 40)):
            moment = start + 0.0125 + 0.025 * k
            left = int(moment * VIDEO)
            share = moment * VIDEO - left
            a, b = angle[left], angle[left + 1]
            if np.isnan(a) or np.isnan(b):
                value = a if share <= 0.5 else b
            else:
                value = np.angle(np.exp(1j * a) * np.exp(1j * share * np.angle(np.exp(1j * (b - a))))) % (2 * np.pi)
            print(f"{moment:.4f},{value:.9f}", file=out)

# --- th-1: both kinds of .ang
name = "Mouse99-130101"
for variant in ("th1", "th1-times"):
    for shank in (1, 2):
        all_spikes = [(s, c) for (h, c), train in {**spikes, **noise}.items() if h == shank for s in train]
        all_spikes.sort()
        np.savetxt(path(variant, f"{name}.res.{shank}"), [s for s, _ in all_spikes], fmt="%d")
        clusters = [c for _, c in all_spikes]
        np.savetxt(path(variant, f"{name}.clu.{shank}"), [len(set(clusters))] + clusters, fmt="%d")
    shown = np.where(missing, -1, angle)
    if variant == "th1":
        np.savetxt(path(variant, f"{name}.ang"), shown, fmt="%.6g")
    else:
        np.savetxt(path(variant, f"{name}.ang"), np.c_[clock, shown], fmt="%.10g", delimiter="\t")
    np.savetxt(path(variant, f"{name}.states.Wake"), WAKE, fmt="%g", delimiter="\t")
    np.savetxt(path(variant, f"{name}.states.SWS"), SLEEP, fmt="%g", delimiter="\t")
    with open(path(variant, "shanks.csv"), "w") as out:
        print("shank,region\n1,ADn\n2,PoS", file=out)
    with open(path(variant, f"{name}.xml"), "w") as out:
        print(f"""<?xml version='1.0'?>
<parameters creator="neuroscope-2.0.0">
 <acquisitionSystem><nBits>16</nBits><nChannels>4</nChannels><samplingRate>{RATE}</samplingRate></acquisitionSystem>
 <video><samplingRate>{VIDEO}</samplingRate></video>
 <fieldPotentials><lfpSamplingRate>1250</lfpSamplingRate></fieldPotentials>
</parameters>""", file=out)
os.remove(path("th1-times", "shanks.csv"))

# --- phy
rows = sorted((s, 10 * h + c) for (h, c), train in {**spikes, (0, 5): noise[1, 0]}.items() for s in train)
np.save(path("phy", "spike_times.npy"), np.array([[s] for s, _ in rows], dtype=np.uint64))
np.save(path("phy", "spike_clusters.npy"), np.array([c for _, c in rows], dtype=np.int32))
with open(path("phy", "params.py"), "w") as out:
    print(f"dat_path = r'raw.dat'\nn_channels_dat = 4\ndtype = 'int16'\noffset = 0\nsample_rate = {RATE}.\nhp_filtered = False", file=out)
with open(path("phy", "cluster_info.tsv"), "w") as out:
    print("cluster_id\tKSLabel\tch\tdepth\tfr\tgroup\tn_spikes\tsh", file=out)
    for (h, c), train in {**spikes, (0, 5): noise[1, 0]}.items():
        group = {(0, 5): "noise", (2, 4): "", (1, 3): "mua"}.get((h, c), "good")
        print(f"{10 * h + c}\tgood\t{4 * h}\t{20.0 * c}\t{len(train) / SECONDS:.3f}\t{group}\t{len(train)}\t{h}", file=out)

# --- CSV
rows = sorted((s / RATE, f"{h}.{c}") for (h, c), train in spikes.items() for s in train)
with open(path("csv", "spikes.csv"), "w") as out:
    print("unit,time_s", file=out)
    for time, unit in rows:
        print(f"{unit},{time:.5f}", file=out)
with open(path("csv", "head_direction.csv"), "w") as out:
    print("time_ms,angle_deg", file=out)
    for time, value in zip(clock, angle):
        print(f"{1000 * time:.4f},{'' if np.isnan(value) else f'{np.degrees(value):.7f}'}", file=out)
with open(path("csv", "epochs.csv"), "w") as out:
    print("epoch,start_s,end_s", file=out)
    for label, stretches in (("Wake", WAKE), ("SWS", SLEEP)):
        for start, end in stretches:
            print(f"{label},{start},{end}", file=out)
with open(path("csv", "units.csv"), "w") as out:
    print("unit,region,shank", file=out)
    for h, c in UNITS:
        print(f"{h}.{c},{REGIONS[h]},{h}", file=out)

# --- NPZ
flat = sorted((s, number) for number, unit in enumerate(UNITS) for s in spikes[unit])
np.savez_compressed(
    path("session.npz"),
    spike_time_ms=np.array([s for s, _ in flat]) / RATE * 1000,
    spike_unit=np.array([n for _, n in flat], np.int16),
    head_direction_time_s=clock,
    head_direction_rad=angle,
    epoch_wake_s=np.array(WAKE),
    epoch_sws_s=np.array(SLEEP),
)

# --- NWB
TEXT = h5py.string_dtype("utf-8")


def typed(node, kind, namespace="core"):
    node.attrs["neurodata_type"] = kind
    node.attrs["namespace"] = namespace
    node.attrs["object_id"] = "00000000-0000-0000-0000-000000000000"
    return node


def table(parent, name, kind, columns, **storage):
    """Columns: name -> list of values per row, lists for ragged ones."""
    group = typed(parent.create_group(name), kind, "hdmf-common" if kind == "DynamicTable" else "core")
    group.attrs["description"] = name
    rows = len(next(iter(columns.values())))
    group.create_dataset("id", data=np.arange(rows) if name != "units" else np.arange(10, 10 + rows))
    typed(group["id"], "ElementIdentifiers", "hdmf-common")
    for column, values in columns.items():
        if isinstance(values[0], (list, np.ndarray)):
            flat = [v for value in values for v in value]
            data = np.array(flat, dtype=object if isinstance(flat[0], str) else None)
            extra = {"dtype": TEXT} if isinstance(flat[0], str) else {}
            dataset = group.create_dataset(column, data=data, **extra, **storage)
            ends = group.create_dataset(column + "_index", data=np.cumsum([len(v) for v in values]).astype(np.uint16), **storage)
            typed(ends, "VectorIndex", "hdmf-common").attrs["target"] = dataset.ref
        elif isinstance(values[0], h5py.Group):
            dataset = group.create_dataset(column, data=np.array([v.ref for v in values], dtype=h5py.ref_dtype), dtype=h5py.ref_dtype)
        elif isinstance(values[0], str):
            dataset = group.create_dataset(column, data=values, dtype=TEXT)
        else:
            dataset = group.create_dataset(column, data=np.array(values), **storage)
        typed(dataset, "VectorData", "hdmf-common").attrs["description"] = column
    group.attrs["colnames"] = np.array(list(columns), dtype=object)
    return group


def begin(file_name, version="earliest"):
    file = h5py.File(path(file_name), "w", libver=version)
    typed(file, "NWBFile").attrs["nwb_version"] = "2.6.0"
    for group in ("acquisition", "processing", "general/extracellular_ephys", "intervals", "stimulus"):
        file.create_group(group)
    file.create_dataset("session_start_time", data="2013-01-01T00:00:00+00:00", dtype=TEXT)
    file.create_dataset("identifier", data="test", dtype=TEXT)
    return file


def space(parent, name, data, unit, times=None, **storage):
    group = typed(parent.create_group(name), "SpatialSeries")
    dataset = group.create_dataset("data", data=data, **storage)
    dataset.attrs.update(unit=unit, conversion=1.0, resolution=-1.0)
    if times is None:
        start = group.create_dataset("starting_time", data=0.0)
        start.attrs.update(rate=VIDEO, unit="seconds")
    elif isinstance(times, h5py.SoftLink):
        group["timestamps"] = times
    else:
        group.create_dataset("timestamps", data=times, **storage).attrs.update(interval=1, unit="seconds")
    return group


seconds = [spikes[unit] / RATE for unit in UNITS]
packed = dict(chunks=True, compression="gzip", shuffle=True)
with begin("lights.nwb") as file:
    ephys = file["general/extracellular_ephys"]
    groups = {}
    for shank in (1, 2):
        groups[shank] = typed(ephys.create_group(f"shank{shank}"), "ElectrodeGroup")
        groups[shank].attrs["location"] = REGIONS[shank]
    table(ephys, "electrodes", "DynamicTable", {
        "location": [REGIONS[1]] * 4 + [REGIONS[2]] * 4, "x": [0.0] * 8, "group": [groups[1]] * 4 + [groups[2]] * 4})
    units = table(file, "units", "Units", {
        "spike_times": seconds,
        "electrode_group": [groups[h] for h, _ in UNITS],
        "electrodes": [[4 * (h - 1), 4 * (h - 1) + 1] for h, _ in UNITS],
        "quality": ["good", "mua", "good", "good"],
        "waveform_mean": [np.zeros(8) for _ in UNITS],
    }, chunks=True, compression="gzip", shuffle=True)
    del units["waveform_mean_index"], units["waveform_mean"]
    units.create_dataset("waveform_mean", data=np.zeros((4, 8)))
    # 5 GB that take no place, for nothing is written to them
    potentials = typed(file["acquisition"].create_group("ElectricalSeries"), "ElectricalSeries")
    potentials.create_dataset("data", shape=(7200 * 2000, 180), dtype="i2").attrs.update(unit="volts", conversion=1e-6)
    potentials.create_dataset("starting_time", data=0.0).attrs.update(rate=2000.0, unit="seconds")
    behavior = typed(file["processing"].create_group("behavior"), "ProcessingModule")
    position = typed(behavior.create_group("SubjectPosition"), "Position")
    middle = np.c_[60 + 20 * np.sin(clock), 70 + 20 * np.cos(clock)]
    arm = 3 * np.c_[np.cos(angle), np.sin(angle)]
    lost = missing[:, None]
    space(position, "RedLED", np.where(lost, -1, middle + arm / 2), "meters", **packed)
    space(position, "BlueLED", np.where(lost, -1, middle - arm / 2), "meters", **packed)
    table(behavior, "states", "TimeIntervals", {
        "start_time": [WAKE[0][0], SLEEP[0][0], WAKE[1][0]], "stop_time": [WAKE[0][1], SLEEP[0][1], WAKE[1][1]],
        "label": ["Awake", "Non-REM", "Awake"]})
# in the newest layout of HDF5
with begin("compass.nwb", "latest") as file:
    table(file, "units", "Units", {
        "spike_times": seconds, "location": [REGIONS[h] for h, _ in UNITS], "group": [h for h, _ in UNITS],
        "obs_intervals": [[0.0] for _ in UNITS]})
    units = file["units"]
    del units["obs_intervals"]
    units.create_dataset("obs_intervals", data=np.array([[0.0, SECONDS]] * 4))
    behavior = typed(file["processing"].create_group("behavior"), "ProcessingModule")
    compass = typed(behavior.create_group("CompassDirection"), "CompassDirection")
    space(compass, "ry", angle, "radians", times=clock)
    for axis in ("rx", "rz"):
        space(compass, axis, np.zeros(clock.size, np.int8), "radians", times=h5py.SoftLink(compass.name + "/ry/timestamps"))
    tables = file["intervals"]
    table(tables, "epochs", "TimeIntervals", {
        "start_time": [WAKE[0][0], WAKE[1][0], SLEEP[0][0]], "stop_time": [WAKE[0][1], WAKE[1][1], SLEEP[0][1]],
        "tags": [["wake"], ["wake"], ["sleep", "box"]]})
