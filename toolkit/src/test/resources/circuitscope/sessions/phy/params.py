dat_path = r'raw.dat'
n_channels_dat = 4
dtype = 'int16'
offset = 0
sample_rate = 20000.
hp_filtered = False
